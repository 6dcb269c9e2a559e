"""The register as HR keeps it: read, checked, compared, remembered, written, and answered beside it."""
