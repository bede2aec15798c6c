package dev.shisa.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the server acknowledged, noted outside of its data folder at the moment of the answer. */
final class Journal {

    private final Set<String> documents = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<Long, String> roots = new HashMap<>();

    /** One that goes on from here, without this one hearing of it. */
    synchronized Journal copy() {
        Journal copy = new Journal();
        copy.documents.addAll(documents);
        copy.failures.putAll(failures);
        copy.roots.putAll(roots);
        return copy;
    }

    /** An answer with a document was taken. */
    synchronized void document(String sha256) {
        documents.add(sha256);
    }

    /** One more failed attempt at this address was counted. */
    synchronized void failure(String email) {
        failures.merge(email, 1, Integer::sum);
    }

    /** The ledger published a root; a second one for the same size would be a fork. */
    synchronized void published(long size, String root) {
        String before = roots.putIfAbsent(size, root);
        if (before != null && !before.equals(root)) {
            throw new AssertionError("the ledger forked at size " + size + ": " + before + " and " + root);
        }
    }

    synchronized Set<String> documents() {
        return Set.copyOf(documents);
    }

    synchronized Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    synchronized Map<Long, String> roots() {
        return Map.copyOf(roots);
    }

    synchronized int acknowledged() {
        return documents.size()
                + failures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
