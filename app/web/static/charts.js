// Charts: each is drawn from the table behind it, and again when the table, the theme or the room changes.
"use strict";

(() => {
  const drawn = new Map(); // place of a chart -> { chart, shown }
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // ---- What a table says: names from its headings, one point for each row.
  const numberIn = (cell) => (cell.dataset.value ? Number(cell.dataset.value) : null);

  function readTable(table) {
    const names = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
    const rows = [...table.tBodies[0].rows].map((row) => {
      const [head, ...cells] = row.cells;
      const name = head.textContent.trim();
      return { name, label: head.dataset.label || name, values: cells.map(numberIn) };
    });
    return { names, rows };
  }

  // ---- What is drawn.
  function colours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    return {
      ink: colour("--pico-color"),
      muted: colour("--pico-muted-color"),
      line: colour("--pico-muted-border-color"),
      paper: colour("--pico-card-background-color"),
      mark: colour("--pico-primary"),
    };
  }

  function axis(type, name, paint, extra) {
    return {
      type, name, nameLocation: "middle", nameTextStyle: { color: paint.muted },
      axisLabel: { color: paint.muted, hideOverlap: true }, axisLine: { lineStyle: { color: paint.line } },
      axisTick: { show: false }, splitLine: { lineStyle: { color: paint.line } }, ...extra,
    };
  }

  // Counts have no halves between them on the axis.
  const wholeOnly = (rows) => (rows.every((row) => row.values.every(Number.isInteger)) ? { minInterval: 1 } : {});

  // Around the axes, with their numbers and names inside.
  const ROOM = { left: 8, right: 20, top: 14, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "all" };
  const LINE = 44; // of one bar across, with a name of up to three lines

  function bars({ names, rows }, paint) {
    return {
      grid: ROOM,
      xAxis: axis("category", names[0], paint, { nameGap: 28, data: rows.map((row) => row.label), splitLine: { show: false } }),
      yAxis: axis("value", names[1], paint, { nameGap: 34, ...wholeOnly(rows) }),
      series: [{ type: "bar", data: rows.map((row) => row.values[0]), itemStyle: { color: paint.mark }, barCategoryGap: "18%", barMaxWidth: 48 }],
      tooltip: { formatter: (one) => `${rows[one.dataIndex].name}\n${names[1]}: ${one.value ?? "–"}` },
    };
  }

  function across({ names, rows }, paint, width) {
    const upward = [...rows].reverse(); // the first row is drawn on top
    return {
      grid: { ...ROOM, right: 40 },
      xAxis: axis("value", names[1], paint, { nameGap: 26, minInterval: 1 }),
      yAxis: axis("category", "", paint, {
        data: upward.map((row) => row.name), splitLine: { show: false },
        axisLabel: { color: paint.ink, width: Math.min(280, width * 0.4), overflow: "break", lineHeight: 14, interval: 0 },
      }),
      series: [{
        type: "bar", data: upward.map((row) => row.values[0]), itemStyle: { color: paint.mark }, barMaxWidth: 22,
        label: { show: true, position: "right", color: paint.ink },
      }],
      tooltip: { formatter: (one) => `${upward[one.dataIndex].name}\n${names[1]}: ${one.value}` },
    };
  }

  function dots({ names, rows }, paint) {
    return {
      grid: ROOM,
      xAxis: axis("value", names[1], paint, { nameGap: 28, min: 0 }),
      yAxis: axis("value", names[2], paint, { nameGap: 34, min: 0, max: 100 }),
      series: [{ type: "scatter", symbolSize: 9, data: rows.map((row) => row.values), itemStyle: { color: paint.mark, opacity: 0.7 } }],
      tooltip: { formatter: (one) => `${rows[one.dataIndex].name}\n${names[1]}: ${one.value[0]}\n${names[2]}: ${one.value[1]}` },
    };
  }

  const KINDS = { bars, across, dots };

  function heightOf(figure, rows) {
    return figure.dataset.chart === "across" ? 50 + LINE * rows.length : 260;
  }

  // ---- Drawing, where something differs from what is drawn already.
  function draw(figure) {
    const place = figure.querySelector(".chart-place");
    if (!place) return;
    const paint = colours();
    const data = readTable(figure.querySelector("table"));
    const shown = JSON.stringify([data, paint, place.clientWidth]);
    let known = drawn.get(place);
    if (known && known.shown === shown) return;
    const height = heightOf(figure, data.rows);
    if (!known) {
      known = { chart: echarts.init(place, null, { renderer: "svg", width: place.clientWidth, height }) };
      drawn.set(place, known);
      room.observe(place);
    }
    known.shown = shown;
    known.chart.resize({ width: place.clientWidth, height });
    const { tooltip, ...option } = KINDS[figure.dataset.chart](data, paint, place.clientWidth);
    known.chart.setOption({
      animation: false, // a page that updates by itself moves enough
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      // A tip drawn by the browser would need inline styles, which the content policy refuses.
      tooltip: { renderMode: "richText", confine: true, backgroundColor: paint.paper, borderColor: paint.line, textStyle: { color: paint.ink }, ...tooltip },
      ...option,
    }, { notMerge: false, replaceMerge: ["series", "xAxis", "yAxis"] });
  }

  // Another width is another drawing: names are broken to fit.
  const room = new ResizeObserver((entries) => {
    for (const { target } of entries) draw(target.closest("figure"));
  });

  function drawAll() {
    for (const [place, { chart }] of drawn) {
      if (place.isConnected) continue;
      chart.dispose();
      room.unobserve(place);
      drawn.delete(place);
    }
    for (const figure of document.querySelectorAll("figure[data-chart]")) draw(figure);
  }

  document.addEventListener("htmx:after:swap", drawAll);
  dark.addEventListener("change", drawAll);
  drawAll();
})();
