"""Tables as offices keep them: read from CSV, XLSX and JSON, and written again."""
