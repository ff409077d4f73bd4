"""`torch.autograd.Function`: operations whose derivative a program writes itself."""
