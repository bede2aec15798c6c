package dev.shisa.server.application;

import dev.shisa.server.application.Dossiers.BasicLine;
import dev.shisa.server.application.Dossiers.View;
import dev.shisa.server.application.Scheme.Paper;
import dev.shisa.server.evidence.FactEntry;
import dev.shisa.server.platform.web.Messages;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the forms ask that the maker fills and signs, as far as it is known here, each with where it comes from.
 *
 * <p>IPA's forms name who applies, for which product, how it was assessed, and are signed; how they word and order it differs by
 * edition, so a line says what is meant, not where it stands. What the register does not hold (address, who represents the
 * company, who is asked back) is a line too: it is missing until somebody writes it.
 */
final class FormFields {

    private FormFields() {}

    /** Which part of a form. */
    enum Part {
        APPLICANT,
        CONTACT,
        PROXY,
        PRODUCT,
        ASSESSMENT,
        APPLICATION,
        SIGNATURE;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a line stands. */
    enum State {
        /** Copy it. */
        KNOWN,
        /** It belongs into the register and is not there; enter it there, so that all papers say the same. */
        MISSING,
        /** Shisa does not hold it: it is written by hand. */
        BY_HAND,
        /** May be left empty where the product has no such thing. */
        IF_ANY;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One field.
     *
     * @param from where the value comes from, or where it is entered
     * @param href the page that keeps it; empty: none
     */
    record Line(Part part, String field, String value, String from, String href, State state) {}

    /** A form with its lines. */
    record Filled(Paper form, String title, List<Line> lines) {
        Filled {
            lines = List.copyOf(lines);
        }

        long of(State state) {
            return lines.stream().filter(line -> line.state() == state).count();
        }
    }

    /**
     * The forms among those needed that the maker fills.
     *
     * @param number the application number that IPA gave, or empty
     * @param yen the fee on this day, or null if none is known
     */
    static List<Filled> of(
            View view,
            List<Enclosures.Needed> needed,
            String number,
            LocalDate today,
            @Nullable Integer yen,
            String maker,
            Messages messages,
            Locale locale) {
        return needed.stream()
                .map(Enclosures.Needed::form)
                .filter(Paper::signed)
                .map(form -> new Filled(
                        form,
                        form.title(locale),
                        new Lines(view, number, today, yen, maker, messages, locale).of(form)))
                .toList();
    }

    /** The lines of one form. */
    private record Lines(
            View view,
            String number,
            LocalDate today,
            @Nullable Integer yen,
            String maker,
            Messages messages,
            Locale locale) {

        List<Line> of(Paper form) {
            boolean proxy = form.id().equals("proxy");
            List<Line> lines = new ArrayList<>();
            known(lines, Part.APPLICANT, "maker", maker, "settings");
            if (view.application().corporateNumber().equals("not-used")) {
                lines.add(line(
                        Part.APPLICANT,
                        "corporate-number",
                        messages.get(locale, "application.copy.not-used"),
                        "plan",
                        State.KNOWN));
            } else {
                byHand(lines, Part.APPLICANT, "corporate-number");
            }
            byHand(lines, Part.APPLICANT, "address");
            byHand(lines, Part.APPLICANT, "representative");
            if (view.application().isByProxy()) {
                known(lines, Part.PROXY, "proxy", view.application().proxy(), "plan");
                byHand(lines, Part.PROXY, "proxy-address");
            }
            byHand(lines, Part.CONTACT, "person");
            byHand(lines, Part.CONTACT, "telephone");
            byHand(lines, Part.CONTACT, "mail");
            for (BasicLine basic : view.basics()) {
                if (basic.field() != BasicField.MAKER && (!proxy || OF_PROXY.contains(basic.field()))) {
                    basic(lines, basic);
                }
            }
            if (!proxy) {
                disclosure(lines);
            }
            lines.add(
                    line(Part.APPLICATION, "number", number, "number", number.isEmpty() ? State.MISSING : State.KNOWN));
            if (!proxy && yen != null) {
                lines.add(line(
                        Part.APPLICATION,
                        "fee",
                        messages.get(locale, "application.copy.yen", yen, today.toString()),
                        "scheme",
                        State.KNOWN));
            }
            byHand(lines, Part.SIGNATURE, "date");
            byHand(lines, Part.SIGNATURE, "signature");
            return lines;
        }

        private static final List<BasicField> OF_PROXY =
                List.of(BasicField.PRODUCT_NAME, BasicField.SERIES, BasicField.MODEL_NUMBERS);

        private void basic(List<Line> lines, BasicLine basic) {
            boolean empty = basic.value().isBlank();
            State state = empty
                    ? switch (basic.field()) {
                        case CERTIFICATION, PSTI, SERVICES -> State.IF_ANY;
                        case MODEL_NUMBERS,
                                PRODUCT_NAME,
                                SERIES,
                                KIND,
                                FIRMWARE,
                                MAKER,
                                SUPPORT_END,
                                EVALUATOR,
                                CONTACT,
                                URL -> State.MISSING;
                    }
                    : State.KNOWN;
            lines.add(new Line(
                    basic.field() == BasicField.EVALUATOR ? Part.ASSESSMENT : Part.PRODUCT,
                    messages.get(locale, "application.basic." + basic.field().id()),
                    basic.value(),
                    from(basic.field()),
                    basic.href(),
                    state));
        }

        /** The evidence that says so, or where it is registered. */
        private String from(BasicField field) {
            List<String> keys = switch (field) {
                case CERTIFICATION -> List.of("certification.number");
                case PSTI -> List.of("psti.statement");
                case SUPPORT_END -> List.of("support.ends");
                case SERVICES -> List.of("product.app", "product.cloud");
                case MODEL_NUMBERS, PRODUCT_NAME, SERIES, KIND, FIRMWARE, MAKER, EVALUATOR, CONTACT, URL -> List.of();
            };
            List<String> evidence = keys.stream()
                    .flatMap(key -> view.snapshot().leading(key).stream())
                    .map(FactEntry::evidenceCode)
                    .distinct()
                    .toList();
            return evidence.isEmpty()
                    ? messages.get(
                            locale,
                            field == BasicField.EVALUATOR
                                    ? "application.copy.from.plan"
                                    : "application.copy.from.product")
                    : messages.get(locale, "application.copy.from.evidence", String.join(", ", evidence));
        }

        /** Where people report vulnerabilities: what is said of the published policy. */
        private void disclosure(List<Line> lines) {
            String where = view.snapshot().detail("disclosure.published");
            String evidence = view.snapshot()
                    .leading("disclosure.published")
                    .map(FactEntry::evidenceCode)
                    .orElse("");
            lines.add(new Line(
                    Part.PRODUCT,
                    messages.get(locale, "application.basic.contact"),
                    where,
                    evidence.isEmpty()
                            ? messages.get(locale, "application.copy.from.product")
                            : messages.get(locale, "application.copy.from.evidence", evidence),
                    "/products/" + view.series().code() + "/register",
                    where.isBlank() ? State.MISSING : State.KNOWN));
        }

        private void known(List<Line> lines, Part part, String field, String value, String from) {
            lines.add(line(part, field, value, from, value.isBlank() ? State.MISSING : State.KNOWN));
        }

        private void byHand(List<Line> lines, Part part, String field) {
            lines.add(line(part, field, "", "hand", State.BY_HAND));
        }

        private Line line(Part part, String field, String value, String from, State state) {
            return new Line(
                    part,
                    messages.get(locale, "application.copy.field." + field),
                    value,
                    messages.get(locale, "application.copy.from." + from),
                    href(from),
                    state);
        }

        private String href(String from) {
            String application = "/products/" + view.series().code() + "/application";
            return switch (from) {
                case "settings" -> "/settings";
                case "plan" -> application + "#plan";
                case "number" -> application + "/steps/number";
                default -> "";
            };
        }
    }
}
