print(
  """
  a
    b
  c\n
  """)
