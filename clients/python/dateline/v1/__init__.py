"""Generated from proto/dateline/v1 by proto/generate.py. Do not edit."""
