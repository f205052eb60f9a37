"""What came of it all: counts kept where calls and texts are, recounted from them, and what pages and reports ask of them."""
