package dev.shisa.server.conformity;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Predicate;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a device does, by which guide 002 groups its seven technical measures ("IoT 機器等で提供する機能と対応する主な技術的対策"). Each
 * follows from facts of the register; the second and third are where the catalogue's own measures apply.
 */
enum Trait {
    /** (1) It communicates: by IP itself or through others, or through a port, Bluetooth or a flow of protected data. */
    COMMUNICATES(
            List.of(
                    new Sign("scope.network", "value == 'direct' || value == 'indirect'", Value.Type.WORD),
                    new Sign("network.services", "size(value) > 0", Value.Type.WORDS),
                    new Sign("bluetooth.profiles", "size(value) > 0", Value.Type.WORDS),
                    new Sign("flow.rows", "size(value) > 0", Value.Type.WORDS)),
            List.of("SME-T1A", "SME-T1B", "SME-T1C")),
    /** (2) It sends or stores data. */
    HOLDS_DATA(
            List.of(
                    new Sign("asset.items", "size(value) > 0", Value.Type.WORDS),
                    new Sign("flow.rows", "size(value) > 0", Value.Type.WORDS)),
            List.of("SME-T2A", "SME-T2B")),
    /** (3) It must not stop. */
    AVAILABLE(
            List.of(new Sign("availability.needed", "value == 'needed'", Value.Type.WORD)),
            List.of("SME-T3A", "SME-T3B"));

    /** The guide whose measures these are. */
    static final String GUIDE = "sme-guide";

    private record Sign(String fact, String is, Value.Type reads) {}

    @SuppressWarnings("ImmutableEnumChecker") // lists that cannot be changed
    private final List<Sign> signs;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final List<String> measures;

    Trait(List<Sign> signs, List<String> measures) {
        this.signs = signs;
        this.measures = measures;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<RequirementId> measures() {
        return measures.stream().map(number -> new RequirementId(GUIDE, number)).toList();
    }

    /** The facts that tell whether the device has it. */
    List<FactKey> facts() {
        return signs.stream().map(sign -> new FactKey(sign.fact())).toList();
    }

    static Optional<Trait> of(RequirementId measure) {
        return List.of(values()).stream()
                .filter(trait -> trait.measures().contains(measure))
                .findFirst();
    }

    /** The requirement that the engine decides for the trait: met means that the device has it. */
    Requirement requirement(Catalogue catalogue) {
        List<Rule> leaves = new ArrayList<>();
        for (Sign sign : signs) {
            FactKey key = new FactKey(sign.fact());
            FactDefinition fact = catalogue
                    .fact(key)
                    .orElseThrow(() -> new IllegalStateException("the vocabulary has no " + sign.fact()));
            leaves.add(Rule.Leaf.content(
                    "rule." + leaves.size(), fact.question(), key, null, Predicate.of(sign.is(), sign.reads())));
        }
        Text name = new Text(id(), id());
        return new Requirement(
                new RequirementId("trait", id()),
                name,
                name,
                name,
                null,
                Requirement.Scope.DEVICE,
                new Requirement.Source("002", ""),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                new Rule.Any("rule", null, null, leaves));
    }
}
