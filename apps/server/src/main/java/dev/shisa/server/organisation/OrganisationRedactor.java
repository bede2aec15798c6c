package dev.shisa.server.organisation;

import dev.shisa.server.platform.ledger.Redaction;
import dev.shisa.server.platform.ledger.Redactor;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Words and names of the register. Which roles were held, and when what was reviewed, stays. */
@Component
class OrganisationRedactor implements Redactor {

    private static final Map<String, Set<String>> WORDS = java.util.Arrays.stream(Kind.values())
            .collect(Collectors.toUnmodifiableMap(
                    Kind::id,
                    kind -> kind.fields().stream()
                            .filter(f -> f.type().holdsWords())
                            .map(Field::id)
                            .collect(Collectors.toUnmodifiableSet())));

    private final RegisterStore store;

    OrganisationRedactor(RegisterStore store) {
        this.store = store;
    }

    @Override
    public Set<String> kinds() {
        return Set.of("organisation-entry/1");
    }

    @Override
    public void redact(String kind, SortedMap<String, Object> body, Redaction how) {
        Set<String> words = WORDS.getOrDefault(String.valueOf(body.get("kind")), Set.of());
        TreeMap<String, Object> content = new TreeMap<>();
        if (body.get("content") instanceof Map<?, ?> said) {
            said.forEach((field, value) -> content.put(
                    String.valueOf(field),
                    words.contains(String.valueOf(field)) ? how.text(String.valueOf(value)) : String.valueOf(value)));
        }
        body.put("content", content);
        body.put("reason", how.text(String.valueOf(body.getOrDefault("reason", ""))));
        body.put("byName", how.name(body.get("by"), String.valueOf(body.get("byName"))));
    }

    @Override
    public void write(String kind, String rowId, SortedMap<String, Object> body) {
        store.redact(
                UUID.fromString(rowId),
                Objects.requireNonNull(body.get("content")),
                body.getOrDefault("reason", ""),
                Objects.requireNonNull(body.get("byName")));
    }
}
