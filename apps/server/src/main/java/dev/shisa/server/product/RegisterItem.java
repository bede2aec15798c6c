package dev.shisa.server.product;

import java.util.UUID;

/**
 * The name of one item of a collection of the register; what is true of the item are facts qualified by its code.
 *
 * @param collection id of the vocabulary's collection: {@code login}
 * @param code the item in facts: {@code login-1}
 */
public record RegisterItem(UUID id, String collection, String code, String name, String note, int version) {}
