package dev.shisa.server.document;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a text took from the answers when it was written or looked at last. A text is not changed by what is answered later, so
 * this is how it is known that it says what is not so any more.
 *
 * @param said by what was taken: {@code fact:support.ends}, {@code when:erase.card}, {@code items:…}, {@code known:…}, {@code models}
 */
record Basis(SortedMap<String, Said> said) {

    static final String FACT = "fact:";
    static final String WHEN = "when:";
    static final String ITEMS = "items:";

    static final String KNOWN = "known:";

    /** That a person saw that the text promises something else than the rule says, and that it is right so. */
    static final String PROMISE = "promise:";

    /** End of a name as the English text has it. */
    static final String IN_ENGLISH = ".en";

    /** What a later capability proposed. */
    static final String DRAFT = "draft";

    static final Basis EMPTY = new Basis(new TreeMap<>());

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * One thing that was taken.
     *
     * @param value by which it is compared; empty: nobody had answered
     * @param ja as people read it
     */
    record Said(String value, String ja, String en) {

        static final Said NOTHING = new Said("", "", "");

        static Said of(String words) {
            return new Said(words, words, words);
        }

        String in(String language) {
            return language.equals("en") ? en : ja;
        }
    }

    /** @param ref by which it was taken */
    record Change(String ref, Said before, Said now) {

        /** Whether the text says what is not so any more. */
        boolean isUsed() {
            return !before.value().isEmpty();
        }

        /** Whether the text has it as it is, so that it can be looked for there. */
        boolean isOfOneValue() {
            return ref.startsWith(FACT) || ref.startsWith(KNOWN);
        }

        /** The key of the question; empty: it is not one. */
        String key() {
            return items().map(DocumentTemplates.Items::key).orElse("");
        }

        /** What a register or a rule says, or the text promises of it; empty: it is about an answer. */
        String known() {
            return ref.startsWith(KNOWN)
                    ? ref.substring(KNOWN.length())
                    : isPromise() ? ref.substring(PROMISE.length()) : "";
        }

        /** Whether the text promises something else than the rule says. */
        boolean isPromise() {
            return ref.startsWith(PROMISE);
        }

        /** Whether it is a question's answer, or of those of the items that it is about. */
        boolean isAbout(String key) {
            return items().filter(i -> i.key().equals(key) || key.equals(i.by()))
                    .isPresent();
        }

        private Optional<DocumentTemplates.Items> items() {
            int colon = ref.indexOf(':');
            return colon < 0 || !known().isEmpty()
                    ? Optional.empty()
                    : Optional.of(DocumentTemplates.Items.parse(ref.substring(colon + 1)));
        }
    }

    Basis {
        said = Collections.unmodifiableSortedMap(new TreeMap<>(said));
    }

    Basis with(String ref, Said other) {
        TreeMap<String, Said> changed = new TreeMap<>(said);
        changed.put(ref, other);
        return new Basis(changed);
    }

    /** Whether somebody has said that a text which promises this is right beside this rule. */
    boolean accepts(Change promise) {
        Said accepted = said.get(promise.ref());
        return accepted != null && accepted.equals(accepted(promise));
    }

    Basis accepting(Change promise) {
        return with(promise.ref(), accepted(promise));
    }

    private static Said accepted(Change promise) {
        return new Said(
                promise.before().value() + "\n" + promise.now().value(),
                promise.before().ja(),
                promise.before().en());
    }

    /**
     * What is otherwise now: what the text took; and what nobody had answered, unless the text says it as it is answered now.
     */
    List<Change> changes(Basis now, Content content) {
        TreeSet<String> refs = new TreeSet<>(said.keySet());
        refs.retainAll(now.said.keySet());
        if (said.containsKey(DRAFT) && !now.said.containsKey(DRAFT)) {
            refs.add(DRAFT);
        }
        return refs.stream()
                .filter(ref -> isRead(ref, content))
                .map(ref -> new Change(
                        ref, Objects.requireNonNull(said.get(ref)), now.said.getOrDefault(ref, Said.NOTHING)))
                .filter(change -> !change.before().value().equals(change.now().value()))
                .filter(change -> change.isUsed() || (change.isOfOneValue() && !says(content, change.now())))
                .toList();
    }

    /** A name is read in the language of the text; what was written before it had an English one has the same in both. */
    private boolean isRead(String ref, Content content) {
        return ref.endsWith(IN_ENGLISH)
                ? content.languages().containsKey("en")
                : !said.containsKey(ref + IN_ENGLISH) || content.languages().containsKey("ja");
    }

    private static boolean says(Content content, Said said) {
        return content.languages().entrySet().stream()
                .allMatch(language -> language.getValue().stream()
                        .anyMatch(section -> section.text().contains(said.in(language.getKey()))));
    }

    String stored() {
        return JSON.writeValueAsString(said);
    }

    static Basis read(String stored) {
        return new Basis(JSON.readValue(stored, new TypeReference<TreeMap<String, Said>>() {}));
    }
}
