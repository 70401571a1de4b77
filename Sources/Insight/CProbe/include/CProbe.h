// CProbe
