let unused = 3
_ = unused
