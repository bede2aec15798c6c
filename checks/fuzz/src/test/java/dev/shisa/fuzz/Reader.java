package dev.shisa.fuzz;

import java.util.List;
import java.util.Set;

/**
 * One reader of bytes that come from outside.
 *
 * @param name as people call what it reads
 * @param where class and method
 * @param seeds what it should be able to read
 * @param refusals how it says that it cannot; anything else that it throws is a finding
 */
record Reader(String name, String where, List<byte[]> seeds, Set<Class<? extends Throwable>> refusals, Body body) {

    /** Reads some bytes. */
    interface Body {
        void read(byte[] bytes) throws Exception;
    }

    Reader {
        seeds = List.copyOf(seeds);
        refusals = Set.copyOf(refusals);
    }

    /**
     * Reads, and takes a refusal for an answer.
     *
     * @throws Throwable anything else that came of it
     */
    void fire(byte[] bytes) throws Throwable {
        try {
            body.read(bytes);
        } catch (Throwable e) {
            if (refusals.stream().noneMatch(each -> each.isInstance(e))) {
                throw e;
            }
        }
    }
}
