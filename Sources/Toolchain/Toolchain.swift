// Placeholder until the first part of Toolchain lands.
