// Placeholder until the first part of Lessons lands.
