package dev.shisa.ledger;

/**
 * An acknowledgement: the entries are durable.
 *
 * @param firstIndex index of the first one
 * @param count how many they are, one after the other
 * @param checkpoint signed checkpoint of the tree that ends with the batch they were in
 */
public record Appended(long firstIndex, int count, SignedCheckpoint checkpoint) {}
