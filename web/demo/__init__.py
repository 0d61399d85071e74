load_demo = None
