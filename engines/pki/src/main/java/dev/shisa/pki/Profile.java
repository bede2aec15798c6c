package dev.shisa.pki;

import java.net.InetAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What a certificate says beside its key. All of it is decided by the side that issues: nothing of it is copied from a
 * request.
 *
 * @param id the common name: the identifier by which the platform knows the device, tool or door
 * @param serial the device's serial number as it left the factory; empty for others
 * @param series the code of the product series; empty for others
 * @param simulated a device that is only played: it never states anything of a real series
 * @param names host names and addresses of a door
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

    /** Certificate policy of devices that are only played; an arc that needs no registration (ITU-T X.667, 2.25.UUID). */
    static final ASN1ObjectIdentifier SIMULATED =
            new ASN1ObjectIdentifier("2.25.203481915865012074133063644188756939434");

    /** Whom it is for. */
    public enum Purpose {
        DEVICE,
        TOOL,
        DOOR
    }

    public Profile {
        for (String name : List.of(id, serial, series)) {
            if (name.length() > NAME_CHARS_MAX) {
                throw new IllegalArgumentException("a name of " + name.length() + " characters, at most 64");
            }
        }
        if (id.isBlank()) {
            throw new IllegalArgumentException("a certificate names somebody");
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

    /** Whether a certificate was given to a device that is only played. */
    public static boolean isSimulated(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.certificatePolicies.getId());
        return extension != null
                && CertificatePolicies.getInstance(
                                        ASN1OctetString.getInstance(extension).getOctets())
                                .getPolicyInformation(SIMULATED)
                        != null;
    }

    X500Name subject() {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        if (!series.isEmpty()) {
            name.addRDN(BCStyle.OU, series);
        }
        if (!serial.isEmpty()) {
            name.addRDN(BCStyle.SERIALNUMBER, serial);
        }
        return name.addRDN(BCStyle.CN, id).build();
    }

    List<GeneralName> alternativeNames() {
        return Stream.concat(
                        names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        addresses.stream()
                                .map(address -> new GeneralName(GeneralName.iPAddress, address.getHostAddress())))
                .toList();
    }
}
