package dev.shisa.server.evidence;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.platform.Cut;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Guides;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import dev.shisa.server.product.Series;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;

/** The facts of the form for new evidence: which it is about, what is recorded of them, what else it could show. */
@Component
class AddFacts {

    /** One piece of evidence supports a handful of facts; more is a register or a questionnaire. */
    static final int FACTS_MAX = 50;

    /** Long questions are cut in the list of what can be added. */
    private static final int OPTION_CHARS = 70;

    /** Criteria that stand open beside the form; who looks for another one says a word of it. */
    private static final int CRITERIA_SHOWN = 6;

    /** Questions of one criterion. */
    private static final int ASKS_SHOWN = 12;

    static final int FIND_CHARS_MAX = 100;

    private final EvidenceLog log;
    private final EvidenceViews views;
    private final FactForms forms;
    private final Products products;
    private final Guides guides;
    private final OpenCriteria open;
    private final InstantSource clock;

    AddFacts(
            EvidenceLog log,
            EvidenceViews views,
            FactForms forms,
            Products products,
            Guides guides,
            OpenCriteria open,
            InstantSource clock) {
        this.log = log;
        this.views = views;
        this.forms = forms;
        this.products = products;
        this.guides = guides;
        this.open = open;
        this.clock = clock;
    }

    /** What a form is opened about, for the end of an address. */
    static String asking(Collection<String> facts) {
        StringBuilder address = new StringBuilder();
        facts.stream()
                .filter(fact -> !fact.isBlank())
                .limit(FACTS_MAX)
                .forEach(fact -> address.append("&fact=").append(URLEncoder.encode(fact, StandardCharsets.UTF_8)));
        return address.toString();
    }

    /** The facts that the address asks for: {@code fact=key[item]}, or {@code fact=key&item=code} for a single one. */
    static Set<Slot> asked(MultiValueMap<String, String> params) {
        Set<Slot> slots = new LinkedHashSet<>();
        List<String> keys = params.getOrDefault("fact", List.of());
        String item = Optional.ofNullable(params.getFirst("item")).orElse("").strip();
        for (String key : keys.stream().limit(FACTS_MAX).toList()) {
            if (keys.size() == 1 && !item.isEmpty() && FactKey.isKey(key) && Slot.isItemCode(item)) {
                slots.add(Slot.of(key, item));
            } else {
                Slot.parse(key).ifPresent(slots::add);
            }
        }
        return slots;
    }

    /** The forms of these facts, each as it is recorded. */
    List<FactForm> of(Series series, Collection<Slot> slots) {
        List<FactForm> facts = new ArrayList<>();
        add(facts, slots, forms.of(series.id()), series);
        return facts;
    }

    /** The facts of a piece of evidence that stand, as it says them. */
    List<FactForm> of(Series series, EvidenceDetails old) {
        List<FactForm> facts = new ArrayList<>();
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (FactEntry entry : old.facts()) {
            if (entry.isStanding() && facts.size() < FACTS_MAX) {
                ofSeries.of(entry.fact().slot(), "f" + facts.size() + ".")
                        .filter(f -> f.definition().type().value()
                                == entry.fact().value().type())
                        .map(f -> f.filled(entry.fact().value(), entry.detail()))
                        .ifPresent(facts::add);
            }
        }
        return facts;
    }

    /** What was sent, with the changes that the pressed button makes to the list of facts. */
    List<FactForm> typed(Series series, MultiValueMap<String, String> params, String act) {
        List<FactForm> facts = new ArrayList<>();
        List<String> slots = params.getOrDefault("slot", List.of());
        FactForms.OfSeries ofSeries = forms.of(series.id());
        for (int i = 0; i < Math.min(slots.size(), FACTS_MAX); i++) {
            Slot slot = Slot.parse(slots.get(i)).orElse(null);
            if (slot != null && !act.equals("remove " + slot)) {
                // Field names are given anew, so that they stay apart when one in the middle was taken out.
                String prefix = "f" + facts.size() + ".";
                ofSeries.of(slot, "f" + i + ".")
                        .map(f -> f.read(params).renamed(prefix))
                        .ifPresent(facts::add);
            }
        }
        // What is ticked is not lost when another button is pressed than the one beside it.
        if (!act.equals("save")) {
            List<Slot> added = params.getOrDefault("add-slot", List.of()).stream()
                    .limit(FACTS_MAX)
                    .flatMap(text -> Slot.parse(text).stream())
                    .toList();
            add(facts, added, ofSeries, series);
        }
        return facts;
    }

    private void add(List<FactForm> facts, Collection<Slot> slots, FactForms.OfSeries ofSeries, Series series) {
        for (Slot slot : slots) {
            if (facts.size() < FACTS_MAX
                    && facts.stream().noneMatch(f -> f.slot().equals(slot))) {
                ofSeries.of(slot, "f" + facts.size() + ".")
                        .map(form -> recorded(series, form)
                                .map(entry -> form.filled(entry.fact().value(), entry.detail()))
                                .orElse(form))
                        .ifPresent(facts::add);
            }
        }
    }

    /** The answer that leads now in the slot of a form, as far as the form can say it. */
    Optional<FactEntry> recorded(Series series, FactForm form) {
        Subject subject = products.subject(series, form.definition().scope());
        return FactEntry.leading(standing(subject, form.slot()), clock.instant())
                .filter(entry -> !entry.isExpired(clock.instant()))
                .filter(entry ->
                        entry.fact().value().type() == form.definition().type().value());
    }

    private List<FactEntry> standing(Subject subject, Slot slot) {
        return log.history(subject, slot).stream().filter(FactEntry::isStanding).toList();
    }

    /** What stands already in the slots that the form is about. */
    Map<String, List<FactLine>> present(Series series, List<FactForm> facts, Ui ui) {
        Map<String, List<FactLine>> present = new HashMap<>();
        for (FactForm fact : facts) {
            List<FactEntry> standing =
                    standing(products.subject(series, fact.definition().scope()), fact.slot());
            if (!standing.isEmpty()) {
                present.put(fact.slot().toString(), views.lines(standing, series, Map.of(), ui));
            }
        }
        return present;
    }

    /** What open criteria ask and the form does not answer yet; where words are given, only what has them. */
    List<AddForm.Asked> criteria(Series series, List<FactForm> facts, String find, Ui ui) {
        Set<Slot> taken = new HashSet<>();
        facts.forEach(f -> taken.add(f.slot()));
        FactForms.OfSeries ofSeries = forms.of(series.id());
        List<AddForm.Asked> asked = new ArrayList<>();
        for (OpenCriteria.Criterion criterion : open.of(series, ui.locale())) {
            boolean named = has(criterion.number() + " " + criterion.title(), find);
            List<Parts.Choice> questions = criterion.asks().stream()
                    .filter(slot -> !taken.contains(slot))
                    .flatMap(slot -> ofSeries.of(slot, "").stream())
                    .map(form -> new Parts.Choice(form.slot().toString(), form.question(ui.locale())))
                    .filter(choice -> named || has(choice.label(), find))
                    .limit(ASKS_SHOWN)
                    .toList();
            // Each question stands once, with the criterion to which it brings most.
            questions.forEach(choice -> Slot.parse(choice.value()).ifPresent(taken::add));
            if (!questions.isEmpty()) {
                asked.add(new AddForm.Asked(criterion, questions));
            }
            if (asked.size() == CRITERIA_SHOWN) {
                break;
            }
        }
        return asked;
    }

    private static boolean has(String text, String find) {
        return normal(text).contains(normal(find));
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** All that it could show besides, in the groups of the vocabulary. */
    List<AddForm.Group> addable(Series series, List<FactForm> facts, String find, Ui ui) {
        Vocabulary vocabulary = guides.vocabulary(series);
        Set<Slot> taken = new HashSet<>();
        facts.forEach(f -> taken.add(f.slot()));
        Map<String, List<Parts.Choice>> groups = new LinkedHashMap<>();
        Map<String, List<RegisterItem>> items = new HashMap<>();
        for (FactDefinition definition : vocabulary.facts()) {
            String collection = definition.of();
            String label = vocabulary.sections().stream()
                    .filter(section -> section.id().equals(definition.section()))
                    .map(section -> section.name().in(ui.locale()))
                    .findFirst()
                    .orElse(definition.section());
            Stream<Map.Entry<Slot, String>> slots = collection == null
                    ? Stream.of(Map.entry(new Slot(definition.key(), ""), ""))
                    : items.computeIfAbsent(collection, c -> products.items(series.id(), c)).stream()
                            .map(i -> Map.entry(new Slot(definition.key(), i.code()), i.name()));
            slots.filter(s -> !taken.contains(s.getKey()))
                    .map(s -> Map.entry(s.getKey(), FactWords.fill(definition.question(), ui.locale(), s.getValue())))
                    .filter(s -> has(label + " " + s.getValue(), find))
                    .forEach(s -> groups.computeIfAbsent(label, key -> new ArrayList<>())
                            .add(new Parts.Choice(s.getKey().toString(), Cut.to(s.getValue(), OPTION_CHARS))));
        }
        return groups.entrySet().stream()
                .map(g -> new AddForm.Group(g.getKey(), g.getValue()))
                .toList();
    }
}
