// Placeholder until the first part of BookSite lands.
