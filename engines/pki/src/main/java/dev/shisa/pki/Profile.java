package dev.shisa.pki;

import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.PolicyInformation;

/**
 * What a certificate says beside its key. All of it is decided by the side that issues: nothing of it is copied from a
 * request. For whom it is stands in it as a policy, since a device and a tool of maintenance both show themselves as
 * clients.
 *
 * @param id the common name: the identifier by which the platform knows the device, tool or door
 * @param serial the device's serial number as it left the factory; empty for others
 * @param series the code of the product series; empty for others
 * @param simulated a device that is only played; whoever reads facts from devices leaves it out
 * @param names host names of a door
 * @param answers where its state is asked for (OCSP), if anywhere
 * @param list where the list of revocations is, if anywhere
 */
public record Profile(
        Purpose purpose,
        String id,
        String serial,
        String series,
        boolean simulated,
        List<String> names,
        List<InetAddress> addresses,
        Duration validity,
        Optional<URI> answers,
        Optional<URI> list) {

    /** RFC 5280, upper bounds of names. */
    private static final int NAME_CHARS_MAX = 64;

    /** Letters, digits and hyphens (RFC 1123, section 2.1). */
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}+$)[A-Za-z0-9-]{1,63}+(?:\\.[A-Za-z0-9-]{1,63}+)*+");

    /** An arc of our own that needs no registration (ITU-T X.667: 2.25 and a UUID as a number). */
    private static final ASN1ObjectIdentifier ARC =
            new ASN1ObjectIdentifier("2.25.203481915865012074133063644188756939434");

    private static final ASN1ObjectIdentifier SIMULATED = ARC.branch("9");

    /** Whom it is for. */
    public enum Purpose {
        DEVICE("1"),
        TOOL("2"),
        DOOR("3");

        private final ASN1ObjectIdentifier policy;

        Purpose(String branch) {
            policy = ARC.branch(branch);
        }
    }

    public Profile {
        for (String name : List.of(id, serial, series)) {
            if (name.length() > NAME_CHARS_MAX || !Names.isPlain(name) || !name.equals(name.strip())) {
                throw new IllegalArgumentException(
                        "a name has at most 64 printed characters, with none blank at an end");
            }
        }
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a certificate names somebody");
        }
        if ((purpose == Purpose.DEVICE) == serial.isEmpty()) {
            throw new IllegalArgumentException("a device has a serial number, and nobody else");
        }
        if (!DERPrintableString.isPrintableString(serial)) {
            throw new IllegalArgumentException(
                    "a serial number has letters, digits and '()+,-./:=? only (X.520): " + serial);
        }
        if (!names.stream().allMatch(name -> HOST.matcher(name).matches())) {
            throw new IllegalArgumentException("a host name has letters, digits and hyphens");
        }
        if (validity.isZero() || validity.isNegative()) {
            throw new IllegalArgumentException("a certificate that never holds");
        }
        names = List.copyOf(names);
        addresses = List.copyOf(addresses);
    }

    /** The certificate of a device of a series. */
    public static Profile device(
            String id,
            String serial,
            String series,
            boolean simulated,
            Duration validity,
            Optional<URI> answers,
            Optional<URI> list) {
        return new Profile(
                Purpose.DEVICE, id, serial, series, simulated, List.of(), List.of(), validity, answers, list);
    }

    /** The certificate of a door, under the names and addresses by which devices reach it. */
    public static Profile door(List<String> names, List<InetAddress> addresses, Duration validity) {
        if (names.isEmpty() && addresses.isEmpty()) {
            throw new IllegalArgumentException("a door has a name or an address");
        }
        return new Profile(
                Purpose.DOOR, "door", "", "", false, names, addresses, validity, Optional.empty(), Optional.empty());
    }

    /** For whom a certificate of our own is; nothing if it does not say so, as those of others do not. */
    public static Optional<Purpose> purposeOf(X509Certificate certificate) {
        return Stream.of(Purpose.values())
                .filter(purpose -> has(certificate, purpose.policy))
                .findFirst();
    }

    /** Whether a certificate was given to a device that is only played. */
    public static boolean isSimulated(X509Certificate certificate) {
        return has(certificate, SIMULATED);
    }

    CertificatePolicies policies() {
        return new CertificatePolicies(Stream.of(purpose.policy, simulated ? SIMULATED : null)
                .flatMap(Stream::ofNullable)
                .map(PolicyInformation::new)
                .toArray(PolicyInformation[]::new));
    }

    X500Name subject() {
        // In encodings of their own: from a text, the library would take "#13..." for an encoding.
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        if (!series.isEmpty()) {
            name.addRDN(BCStyle.OU, new DERUTF8String(series));
        }
        if (!serial.isEmpty()) {
            name.addRDN(BCStyle.SERIALNUMBER, new DERPrintableString(serial));
        }
        return name.addRDN(BCStyle.CN, new DERUTF8String(id)).build();
    }

    List<GeneralName> alternativeNames() {
        return Stream.concat(
                        names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        addresses.stream()
                                .map(address -> new GeneralName(
                                        GeneralName.iPAddress, new DEROctetString(address.getAddress()))))
                .toList();
    }

    private static boolean has(X509Certificate certificate, ASN1ObjectIdentifier policy) {
        byte[] extension = certificate.getExtensionValue(Extension.certificatePolicies.getId());
        if (extension == null) {
            return false;
        }
        try {
            return CertificatePolicies.getInstance(
                                    ASN1OctetString.getInstance(extension).getOctets())
                            .getPolicyInformation(policy)
                    != null;
        } catch (RuntimeException e) {
            // Of somebody else, and not as the standard says.
            return false;
        }
    }
}
