# hangs
# mended prints: text
