### What is said of this layer.
