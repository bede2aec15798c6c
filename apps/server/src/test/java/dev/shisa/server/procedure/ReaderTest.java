package dev.shisa.server.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What tools print, and what is searched in copies of storages: read within bounds, and never more than it tells. */
class ReaderTest {

    private static final String INFO = """
            Device AA:BB:CC:DD:EE:FF (public)
            \tName: MC-210
            \tAlias: MC-210
            \tPaired: no
            \tConnected: yes
            \tUUID: Generic Access Profile    (00001800-0000-1000-8000-00805f9b34fb)
            \tUUID: Battery Service           (0000180f-0000-1000-8000-00805f9b34fb)
            \tUUID: Vendor specific           (6e400001-b5a3-f393-e0a9-e50e24dcca9e)
            """;

    private static final String ATTRIBUTES = """
            [MC-210]# gatt.list-attributes
            \u001b[0;94mPrimary Service (Handle 0x0010)\u001b[0m
            \t/org/bluez/hci0/dev_AA_BB_CC_DD_EE_FF/service0010
            \t0000180f-0000-1000-8000-00805f9b34fb
            \tBattery Service
            Characteristic (Handle 0x0011)
            \t/org/bluez/hci0/dev_AA_BB_CC_DD_EE_FF/service0010/char0011
            \t00002a19-0000-1000-8000-00805f9b34fb
            \tBattery Level
            """;

    private static final String USB = """
            Bus 001 Device 007: ID 1209:0001 Example MC-210
            Device Descriptor:
              bLength                18
              bDeviceClass            0 [unknown]
              bNumConfigurations      1
              Configuration Descriptor:
                bNumInterfaces          2
                bConfigurationValue     1
                Interface Descriptor:
                  bInterfaceNumber        0
                  bAlternateSetting       0
                  bInterfaceClass         8 Mass Storage
                  bInterfaceSubClass      6 SCSI
                Interface Descriptor:
                  bInterfaceNumber        1
                  bAlternateSetting       0
                  bInterfaceClass         2 Communications
                Interface Descriptor:
                  bInterfaceNumber        1
                  bAlternateSetting       1
                  bInterfaceClass         2 Communications
            """;

    @Test
    void listsTheProfilesOfAConnectedDevice() {
        Reader.Output output = Reader.BLUETOOTH.read(INFO);
        assertThat(output.seen())
                .containsExactly(
                        "Generic Access Profile (1800)",
                        "Battery Service (180f)",
                        "Vendor specific (6e400001-b5a3-f393-e0a9-e50e24dcca9e)");
        assertThat(output.gaps()).isEmpty();
    }

    @Test
    void listsServicesAndNotTheirCharacteristics() {
        Reader.Output output = Reader.BLUETOOTH.read(ATTRIBUTES);
        assertThat(output.seen()).containsExactly("Battery Service (180f)");
        assertThat(output.gaps()).isEmpty();
    }

    @Test
    void whatIsToldWithoutAConnectionOrOfTwoDevicesIsNotAll() {
        assertThat(Reader.BLUETOOTH
                        .read(INFO.replace("Connected: yes", "Connected: no"))
                        .gaps())
                .containsExactly(Reader.Gap.NOT_CONNECTED);
        assertThat(Reader.BLUETOOTH.read(INFO + INFO.replace("EE:FF", "EE:00")).gaps())
                .containsExactly(Reader.Gap.SEVERAL);
    }

    @Test
    void listsTheClassesOfUsbInterfacesEachOnce() {
        Reader.Output output = Reader.USB.read(USB);
        assertThat(output.seen()).containsExactly("USB 8 Mass Storage", "USB 2 Communications");
        assertThat(output.gaps()).isEmpty();
    }

    @Test
    void anOutputThatWasCutIsNotAll() {
        assertThat(Reader.USB
                        .read(USB.substring(0, USB.indexOf("bInterfaceNumber        1")))
                        .gaps())
                .containsExactly(Reader.Gap.CUT);
        assertThat(Reader.USB
                        .read("Bus 001 Device 007: ID 1209:0001 Example MC-210")
                        .gaps())
                .containsExactly(Reader.Gap.CUT);
        assertThat(Reader.USB.read(USB + USB.replace("0001", "0002")).gaps()).containsExactly(Reader.Gap.SEVERAL);
    }

    @Test
    void nothingIsReadFromWhatIsSomethingElse() {
        for (Reader reader : Reader.values()) {
            for (String text : List.of("", "hello", "UUID: (", "bInterfaceClass", "\u001b[", "UUID: x (0000180f)")) {
                assertThat(reader.read(text).seen()).as(text).isEmpty();
            }
        }
    }

    @Test
    void endlessAndRandomOutputsAreReadWithinBounds() {
        Random random = new Random(20261121);
        String parts = "UUID: ()-0123456789abcdef\n\t bInterfaceClass Primary Service Device :\u001b[;m";
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < 500; j++) {
                int from = random.nextInt(parts.length());
                text.append(parts, from, from + random.nextInt(parts.length() - from + 1));
            }
            for (Reader reader : Reader.values()) {
                assertThat(reader.read(text.toString()).seen()).hasSizeLessThanOrEqualTo(200);
            }
        }
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.append("UUID: n").append(i).append(" (0000%04x-0000-1000-8000-00805f9b34fb)\n".formatted(i));
        }
        Reader.Output output = Reader.BLUETOOTH.read(many.toString());
        assertThat(output.seen()).hasSize(200);
        assertThat(output.gaps()).containsExactlyInAnyOrder(Reader.Gap.CUT, Reader.Gap.MANY);
    }

    private static boolean finds(String marker, byte[] storage) throws IOException {
        return MarkerSearch.finds(marker, new ByteArrayInputStream(storage));
    }

    @Test
    void aMarkerIsFoundInEachEncodingAndAcrossTheEdgeOfAPiece() throws IOException {
        String marker = "目印-4K7Q-MARK";
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] needle = marker.getBytes(charset);
            for (int at : new int[] {0, 1, 256 * 1024 - 5, 256 * 1024, 600_000 - needle.length}) {
                byte[] storage = new byte[600_000];
                new Random(at).nextBytes(storage);
                System.arraycopy(needle, 0, storage, at, needle.length);
                assertThat(finds(marker, storage)).as(charset + " at " + at).isTrue();
                storage[at + needle.length - 1] ^= 1;
                assertThat(finds(marker, storage)).as("one bit is another text").isFalse();
            }
        }
        assertThat(finds(marker, new byte[0])).isFalse();
        assertThat(finds(marker, Arrays.copyOf(marker.getBytes(StandardCharsets.UTF_8), 5)))
                .isFalse();
    }
}
