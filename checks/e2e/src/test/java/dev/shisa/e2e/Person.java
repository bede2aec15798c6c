package dev.shisa.e2e;

/** Somebody with an account, and the browser that they sit at. */
record Person(String name, String email, String password, Visitor browser) {}
