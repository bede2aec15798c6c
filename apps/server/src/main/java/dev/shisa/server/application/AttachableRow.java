package dev.shisa.server.application;

/** A piece of evidence that could go along, as the page shows it. */
public record AttachableRow(String id, String title, String help) {}
