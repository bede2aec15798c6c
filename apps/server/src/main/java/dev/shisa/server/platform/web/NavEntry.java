package dev.shisa.server.platform.web;

/**
 * One of the seven entries of the main navigation.
 *
 * @param count what waits there for a person; 0 shows nothing
 */
public record NavEntry(String id, String href, String icon, String label, int count, boolean current) {}
