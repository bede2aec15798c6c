package dev.shisa.server.application;

import dev.shisa.conformity.Text;
import java.util.List;
import java.util.Locale;

/**
 * Something that IPA would send back (補正): what is wrong with both values, where, and what to do. Its words are the
 * messages {@code correction.<code>} and {@code correction.<code>.do} with the values as arguments.
 *
 * @param values what disagrees, readable: the value here, the value there; a name that differs by language is a {@link Text}
 */
public record Correction(Code code, Where where, List<Object> values) {

    public Correction {
        values = List.copyOf(values);
    }

    /** How heavy it is. */
    public enum Weight {
        /** The application would come back, or must not be sent. */
        STOP,
        /** To be looked at; it may be right as it is. */
        LOOK
    }

    /** What is wrong. */
    public enum Code {
        NOT_MET(Weight.STOP),
        NOT_MET_UNCONFIRMED(Weight.STOP),
        UNKNOWN(Weight.STOP),
        RECHECK(Weight.STOP),
        UNCONFIRMED(Weight.STOP),
        NOT_COMPARED(Weight.STOP),
        REASON_EMPTY(Weight.STOP),
        EVIDENCE_NONE(Weight.STOP),
        NOT_APPLICABLE_WITHOUT_REVIEWER(Weight.STOP),
        ROUTE_WITHOUT_NUMBER(Weight.STOP),
        RELEASE_NOT_DESIGNATED(Weight.STOP),
        SCOPE_OPEN(Weight.STOP),
        MODELS_NONE(Weight.STOP),
        FORM_MAKER_DIFFERS(Weight.STOP),
        FORM_MODELS_DIFFER(Weight.STOP),
        FORM_FIRMWARE_DIFFERS(Weight.STOP),
        FORM_SUPPORT_END_DIFFERS(Weight.STOP),
        FORM_SUPPORT_END_EMPTY(Weight.LOOK),
        FORM_CERTIFICATION_DIFFERS(Weight.STOP),
        FORM_CERTIFICATION_EMPTY(Weight.STOP),
        FORM_VERDICT_DIFFERS(Weight.STOP),
        EVIDENCE_FIRMWARE_DIFFERS(Weight.STOP),
        EVIDENCE_MODEL_DIFFERS(Weight.STOP),
        EVIDENCE_EXPIRES(Weight.STOP),
        EVIDENCE_FROM_FUTURE(Weight.STOP),
        SCAN_OLDER_THAN_FIRMWARE(Weight.STOP),
        SCAN_WITHOUT_TOOL(Weight.STOP),
        SCAN_WITHOUT_VERSION(Weight.STOP),
        SCAN_WITHOUT_DATABASE_DATE(Weight.STOP),
        SUPPORT_END_PUBLISHED_DIFFERS(Weight.STOP),
        SUPPORT_END_PASSED(Weight.STOP),
        PAGE_WITHOUT_COPY(Weight.LOOK),
        PAGE_ADDRESS_DIFFERS(Weight.LOOK),
        WORDING_ABSOLUTE(Weight.STOP),
        WORDING_NO_VULNERABILITY(Weight.STOP),
        WORDING_ENDORSEMENT(Weight.STOP),
        WORDING_EVERYWHERE(Weight.STOP),
        WORDING_BEFORE_LABEL(Weight.LOOK);

        private final Weight weight;

        Code(Weight weight) {
            this.weight = weight;
        }

        public Weight weight() {
            return weight;
        }

        /** The name in messages. */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where it is. */
    public sealed interface Where {

        /** Where it is, in a word: number, code, cell, name. */
        String words(Locale locale);

        /** At a criterion. */
        record Criterion(String id) implements Where {
            @Override
            public String words(Locale locale) {
                return id;
            }
        }

        /** In a cell of the uploaded form. */
        record Cell(Place place) implements Where {
            @Override
            public String words(Locale locale) {
                return place.toString();
            }
        }

        /** In a piece of evidence. */
        record Evidence(String code) implements Where {
            @Override
            public String words(Locale locale) {
                return code;
            }
        }

        /** In the product's register or its releases. */
        record Register(String what) implements Where {
            @Override
            public String words(Locale locale) {
                return what;
            }
        }

        /** In a text meant for publication. */
        record Published(Text name, String criterion) implements Where {
            @Override
            public String words(Locale locale) {
                return name.in(locale);
            }
        }
    }
}
