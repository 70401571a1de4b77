// Placeholder until the first part of BookServe lands.
