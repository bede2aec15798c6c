package dev.shisa.pki;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BMPString;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * A distinguished name as a list of plain texts, read strictly: one attribute a step, in an encoding whose characters
 * are beyond doubt, without control characters. Two names are the same if all of it is, in its order: a library that
 * overlooks case, blanks or the order would let "sn-1" stand for "SN-1".
 */
record Names(List<Attribute> attributes) {

    /** The longest upper bound of RFC 5280, appendix A.1, that a device has use for. */
    private static final int CHARS_MAX = 255;

    private static final int SERIAL_CHARS_MAX = 64;

    record Attribute(ASN1ObjectIdentifier type, String value) {}

    Names {
        attributes = List.copyOf(attributes);
    }

    /** @throws IllegalArgumentException if it cannot be read without doubt */
    static Names of(X500Name name) {
        List<Attribute> attributes = new ArrayList<>();
        for (RDN step : name.getRDNs()) {
            AttributeTypeAndValue[] all = step.getTypesAndValues();
            if (all.length != 1) {
                throw new IllegalArgumentException("a step of a name with " + all.length + " attributes");
            }
            attributes.add(new Attribute(all[0].getType(), text(all[0])));
        }
        return new Names(attributes);
    }

    static Names of(X509Certificate certificate) {
        return of(Authority.name(certificate));
    }

    /** The attribute serialNumber, which stands once; of a request without one, its common name. */
    Optional<String> serial(boolean orCommonName) {
        Optional<String> serial = only(BCStyle.SERIALNUMBER);
        return serial.isEmpty() && orCommonName ? only(BCStyle.CN) : serial;
    }

    private Optional<String> only(ASN1ObjectIdentifier type) {
        List<String> found = attributes.stream()
                .filter(one -> one.type().equals(type))
                .map(Attribute::value)
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException(found.size() + " attributes of one kind");
        }
        return found.stream().findFirst().filter(text -> !text.isBlank() && text.length() <= SERIAL_CHARS_MAX);
    }

    private static String text(AttributeTypeAndValue attribute) {
        Object value = attribute.getValue().toASN1Primitive();
        boolean plain = value instanceof ASN1UTF8String
                || value instanceof ASN1PrintableString
                || value instanceof ASN1IA5String
                || value instanceof ASN1BMPString;
        if (!plain) {
            throw new IllegalArgumentException("an attribute of a name is no plain text");
        }
        String text = ((ASN1String) value).getString();
        if (text.length() > CHARS_MAX || !isPlain(text)) {
            throw new IllegalArgumentException(
                    "an attribute of a name is too long or has characters that are not printed");
        }
        return text;
    }

    /** Neither control characters nor halves of a character. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.UNASSIGNED);
    }
}
