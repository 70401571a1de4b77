// Placeholder until the first part of Probe lands.
