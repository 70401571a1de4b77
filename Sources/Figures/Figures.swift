// Placeholder until the first part of Figures lands.
