package dev.shisa.server.supplier;

import dev.shisa.server.platform.web.Messages;
import dev.shisa.server.product.Series;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a supplier has to do about a weakness in what it delivered, by contract, and what takes the part's place where it has to do
 * nothing (guides 001, 4.4 and 002, 対策4: no supplier duty, alternative needed); and whose parts cannot be updated.
 */
@Service
@Transactional(readOnly = true)
public class SupplierDuties {

    private final SupplierStore store;
    private final LivingFacts facts;
    private final Messages messages;

    SupplierDuties(SupplierStore store, LivingFacts facts, Messages messages) {
        this.store = store;
        this.facts = facts;
        this.messages = messages;
    }

    /**
     * The duty of a supplier.
     *
     * @param bound whether a contract in force binds it
     * @param until the contract's last day; null: without end, or there is none
     * @param words what the contract says, or what to do without one, in the reader's language
     * @param alternative words on what takes the place of the part; empty: it is bound
     * @param split who answers for half-finished products; empty: none is
     * @param contacts whom to call about it, each with what reaches that person; empty: nobody has entered one
     */
    public record Duty(
            String code,
            String supplier,
            boolean bound,
            @Nullable LocalDate until,
            String words,
            String alternative,
            String split,
            List<String> contacts) {

        public Duty {
            contacts = List.copyOf(contacts);
        }
    }

    /**
     * What a supplier delivers for a product, and until when it has to mend it by contract.
     *
     * @param parts names of what it delivers; empty: nobody has entered any
     * @param bound whether a contract in force has a clause about weaknesses found after delivery
     * @param until the contract's last day; null: without end, or there is none
     */
    public record Part(
            String code,
            String supplier,
            List<String> parts,
            boolean bound,
            @Nullable LocalDate until) {

        public Part {
            parts = List.copyOf(parts);
        }
    }

    /** The parts of each product that has any, by their suppliers, the one whose duty ends first first, those without end last (S-126). */
    public Map<UUID, List<Part>> parts() {
        Map<UUID, Supplier> suppliers = store.suppliers(Set.of()).stream()
                .filter(supplier -> !supplier.ended())
                .collect(Collectors.toMap(Supplier::id, supplier -> supplier));
        Map<UUID, List<Delivery>> deliveries =
                store.deliveries().stream().collect(Collectors.groupingBy(Delivery::supplierId));
        Map<UUID, List<Contract>> contracts =
                store.contracts().stream().collect(Collectors.groupingBy(Contract::supplierId));
        Map<UUID, Set<UUID>> linked = store.items().stream()
                .collect(Collectors.groupingBy(
                        LinkedItem::seriesId, Collectors.mapping(LinkedItem::supplierId, Collectors.toSet())));
        Map<UUID, List<Part>> parts = new HashMap<>();
        linked.forEach((series, of) -> parts.put(
                series,
                of.stream()
                        .flatMap(id -> Stream.ofNullable(suppliers.get(id)))
                        .map(supplier -> part(
                                series,
                                supplier,
                                deliveries.getOrDefault(supplier.id(), List.of()),
                                contracts.getOrDefault(supplier.id(), List.of())))
                        .sorted(Comparator.comparing(
                                        (Part part) -> part.bound() ? part.until() : null,
                                        Comparator.nullsLast(Comparator.<LocalDate>naturalOrder()))
                                .thenComparing(Part::supplier))
                        .toList()));
        return parts;
    }

    private Part part(UUID series, Supplier supplier, List<Delivery> deliveries, List<Contract> contracts) {
        Contract contract = Standing.of(facts.today(), List.of(), List.of(), contracts)
                .saying(Clause.VULNERABILITY, series, "contract");
        return new Part(
                supplier.code(),
                supplier.name(),
                deliveries.stream()
                        .filter(d -> d.isFor(series))
                        .map(Delivery::name)
                        .toList(),
                contract != null,
                contract == null ? null : contract.endsOn());
    }

    /** Suppliers as they were when it was made: for looking at many parts. */
    public final class Register {

        private final List<Supplier> suppliers;
        private final Map<UUID, Standing> standings = new HashMap<>();
        private final Locale locale;

        private Register(Locale locale) {
            suppliers =
                    store.suppliers(Set.of()).stream().filter(s -> !s.ended()).toList();
            this.locale = locale;
        }

        /**
         * The duty about a part of a product; empty: nobody is known to be its supplier.
         *
         * @param developer as the list names it
         * @param identifiers package URLs and CPE names
         */
        public Optional<Duty> duty(Series series, String developer, Collection<String> identifiers) {
            return of(developer, identifiers).map(supplier -> duty(series, supplier));
        }

        private Optional<Supplier> of(String developer, Collection<String> identifiers) {
            return suppliers.stream()
                    .filter(s -> s.naming().is(developer, identifiers))
                    .findFirst();
        }

        private Standing standing(Supplier supplier) {
            return standings.computeIfAbsent(supplier.id(), facts::standing);
        }

        private Duty duty(Series series, Supplier supplier) {
            Contract contract = standing(supplier).saying(Clause.VULNERABILITY, series.id(), "contract");
            List<Delivery> deliveries = store.deliveries(supplier.id()).stream()
                    .filter(d -> d.isFor(series.id()))
                    .toList();
            String split = deliveries.stream()
                    .filter(d -> d.kind().equals("semi") && !d.split().isEmpty())
                    .map(d -> t(
                            "supplier.duty.split",
                            d.name(),
                            Delivery.places().stream()
                                    .filter(d.split()::containsKey)
                                    .map(p -> t("supplier.split." + p) + " "
                                            + t("supplier.who." + d.split().get(p)))
                                    .collect(Collectors.joining(t("supplier.between")))))
                    .collect(Collectors.joining(" "));
            if (contract != null) {
                String place = contract.clauses().getOrDefault(Clause.VULNERABILITY, "");
                return new Duty(
                        supplier.code(),
                        supplier.name(),
                        true,
                        contract.endsOn(),
                        t(
                                "supplier.duty.bound",
                                contract.title(),
                                place.isEmpty() ? 0 : 1,
                                place,
                                contract.endsOn() == null ? 0 : 1,
                                String.valueOf(contract.endsOn())),
                        "",
                        split,
                        contacts(supplier));
            }
            List<String> alternatives = deliveries.stream()
                    .filter(d -> !d.alternative().isEmpty())
                    .map(d -> t("supplier.duty.alternative", d.name(), d.alternative()))
                    .toList();
            return new Duty(
                    supplier.code(),
                    supplier.name(),
                    false,
                    null,
                    t("supplier.duty.none"),
                    alternatives.isEmpty()
                            ? t("supplier.duty.alternative.none")
                            : t("supplier.duty.alternatives", String.join(" ", alternatives)),
                    split,
                    contacts(supplier));
        }

        /** Those for vulnerabilities; where there are none those for incidents, for support, for the contract. */
        private List<String> contacts(Supplier supplier) {
            List<Contact> all = store.contacts(supplier.id());
            for (String duty : Contact.DUTIES) {
                List<String> found = all.stream()
                        .filter(contact -> contact.duty().equals(duty))
                        .map(contact -> t(
                                "supplier.duty.contact",
                                t("supplier.contact.duty." + duty),
                                Stream.of(contact.name(), contact.phone(), contact.address())
                                        .filter(part -> !part.isEmpty())
                                        .collect(Collectors.joining(" "))))
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            }
            return List.of();
        }

        /** Whether the supplier of a part has said, and the maker accepted, that what it delivers cannot be updated. */
        public boolean lacksUpdates(String developer, Collection<String> identifiers) {
            return of(developer, identifiers)
                    .filter(s -> standing(s).mark(Question.FUNCTIONS) == Standing.Mark.NO)
                    .isPresent();
        }

        private String t(String key, Object... args) {
            return messages.get(locale, key, args);
        }
    }

    public Register register(Locale locale) {
        return new Register(locale);
    }
}
