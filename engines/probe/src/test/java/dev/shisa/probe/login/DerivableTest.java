package dev.shisa.probe.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords that follow from what a device tells. */
class DerivableTest {

    private static final Set<String> TOLD = Set.of("modelName=QX7; serial=QX7-0042-9913; MAC 00:1a:2b:3c:4d:5e");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QX7-0042-9913",
                "qx700429913",
                "9913",
                "00429913",
                "001A2B3C4D5E",
                "3c4d5e",
                "admin9913",
                "cam-3C4D5E!"
            })
    void partsOfSerialAndHardwareAddressFollow(String password) {
        assertThat(Derivable.source("admin", password, TOLD)).isPresent();
    }

    @Test
    void hashesOfTheSerialFollow() {
        // md5("QX7-0042-9913")
        assertThat(Derivable.candidates("QX7-0042-9913", "admin"))
                .anyMatch(c -> c.length() == 8 && c.matches("[0-9a-f]{8}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b7Kq-zz81-PLw", "Uu7-kk2-zzq", "correct horse battery"})
    void whatIsDrawnByLotDoesNot(String password) {
        assertThat(Derivable.source("admin", password, TOLD)).isEmpty();
    }

    @Test
    void unitsAreToldApartFromModels() {
        assertThat(Derivable.unitIdentifiers(TOLD))
                .contains("QX7-0042-9913", "00:1a:2b:3c:4d:5e")
                .doesNotContain("QX7");
        assertThat(Derivable.unitIdentifiers(Set.of("model=X100 path=/ server: httpd/1.0")))
                .isEmpty();
    }

    @Test
    void commonPasswordsAreKnownAndOthersAreNot() {
        assertThat(CommonLogins.isCommon("root", "root")).isTrue();
        assertThat(CommonLogins.isCommon("admin", "")).isTrue();
        assertThat(CommonLogins.isCommon("admin", "12345678")).isTrue();
        assertThat(CommonLogins.isCommon("admin", "b7Kq-zz81-PLw")).isFalse();
    }
}
