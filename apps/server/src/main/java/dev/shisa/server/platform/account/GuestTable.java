package dev.shisa.server.platform.account;

/**
 * Where a capability keeps the links by which somebody without an account comes in. A row opens something as long as its
 * {@code revoked_at} is empty and its {@code expires_at} lies ahead.
 *
 * @param kind last part of the key of its name, {@code people.guest.KIND}
 * @param table name of the table
 * @param maker column with the person who made the link, and who may have kept its address
 * @param recipient column with whom it is for
 */
public record GuestTable(String kind, String table, String maker, String recipient) {}
