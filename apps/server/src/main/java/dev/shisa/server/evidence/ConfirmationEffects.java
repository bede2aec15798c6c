package dev.shisa.server.evidence;

import dev.shisa.conformity.VerdictState;
import dev.shisa.server.platform.account.Person;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What confirming facts makes of the requirements that read them: said before a person confirms, and after. Whoever decides
 * verdicts knows it.
 */
public interface ConfirmationEffects {

    /** Of what turned, so many are told; the pages of the products tell all. */
    int TURNED_MAX = 30;

    /**
     * One requirement of a product, or of the company, that becomes something.
     *
     * @param key names both, in an address
     * @param of name of the product; empty: the company
     */
    record Effect(String key, String number, String of, VerdictState state, String href) {}

    /**
     * What would turn if a second person confirmed one of these sets of facts, and nothing else; of products that the reader
     * sees. Nothing is written.
     */
    <K> Map<K, List<Effect>> supposing(Map<K, List<FactEntry>> sets, Person reader);

    /** What the requirements that read these facts are now, by their keys. */
    Map<String, VerdictState> now(Collection<SubjectSlot> facts, Person reader);

    /** The keys of those that are not what they were; no more of them than are told. */
    static List<String> turned(Map<String, VerdictState> before, Map<String, VerdictState> now) {
        return now.entrySet().stream()
                .filter(e -> e.getValue() != before.get(e.getKey()))
                .map(Map.Entry::getKey)
                .limit(TURNED_MAX)
                .toList();
    }

    /** As they are now, of these keys those that are there and that the reader sees. */
    List<Effect> named(List<String> keys, Person reader);
}
