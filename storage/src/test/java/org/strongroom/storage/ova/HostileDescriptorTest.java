package org.strongroom.storage.ova;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.strongroom.storage.ova.archive.OvaException.Fault;
import org.strongroom.storage.ova.archive.OvaLimits;

/** Descriptors and manifests that are wrong or set out to harm. */
class HostileDescriptorTest {

  @Test
  void externalEntities() {
    refused(
        "<!DOCTYPE Envelope [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
            + Packing.POWERVC.replace("IMAGE", "&x;"),
        Fault.BAD_DESCRIPTOR,
        "");
  }

  @Test
  void externalDocumentTypes() {
    refused(
        "<!DOCTYPE Envelope SYSTEM 'http://127.0.0.1:1/x.dtd'>" + Packing.POWERVC,
        Fault.BAD_DESCRIPTOR,
        "declares a document type or entities");
  }

  @Test
  void entityBombs() {
    var bomb = new StringBuilder("<!DOCTYPE Envelope [<!ENTITY a0 'laugh'>");
    for (int i = 1; i < 12; i++) {
      bomb.append("<!ENTITY a%d '%s'>".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
    }
    refused(bomb + "]>" + Packing.POWERVC.replace("IMAGE", "&a11;"), Fault.BAD_DESCRIPTOR, "");
  }

  @Test
  void undeclaredEntities() {
    refused(Packing.POWERVC.replace("IMAGE", "&x;"), Fault.BAD_DESCRIPTOR, "");
  }

  @Test
  void treesThatAreTooDeepOrTooLarge() {
    refused("<a>".repeat(300_000), null, "");
    refused("<Envelope>" + "<a/>".repeat(200_000) + "</Envelope>", Fault.TOO_LARGE, "20000");
    var attributes = new StringBuilder("<Envelope");
    for (int i = 0; i < 90_000; i++) {
      attributes.append(" a").append(i).append("=''");
    }
    refused(attributes + "/>", Fault.BAD_DESCRIPTOR, "");
  }

  @ParameterizedTest
  @CsvSource({"''", "'   '", "not xml", "<Envelope>", "<a></b>", "<?xml version='1.0'?>"})
  void whatIsNoXml(String text) {
    refused(text, Fault.BAD_DESCRIPTOR, "the OVF descriptor is no readable XML: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ovf:Envelope | ovf:Domain | BAD_DESCRIPTOR | begins with 'Domain' instead of Envelope",
        "<ovf:Disk .*/> | <x/> | BAD_DESCRIPTOR | has no disk with a file",
        "<ovf:File .*/> | <x/> | BAD_DESCRIPTOR | refers to file 'file1', which is not in the"
            + " References",
        "id=\"file2\" | id=\"file1\" | BAD_DESCRIPTOR | two files have the id 'file1'",
        "diskId=\"disk2\" | diskId=\"disk1\" | BAD_DESCRIPTOR | two disks have the id 'disk1'",
        "fileRef=\"file2\" | fileRef=\"file1\" | BAD_DESCRIPTOR | two disks use the file 'file1'",
        "vol2.img | vol1.img | SIZE_MISMATCH | file 'vol1.img' has 10000 bytes; the OVF descriptor"
            + " says 20480",
        "size=\"20480\" | size=\"20481\" | SIZE_MISMATCH | file 'vol2.img' has 20480 bytes; the OVF"
            + " descriptor says 20481",
        "size=\"20480\" | size=\"-1\" | BAD_DESCRIPTOR | the size of file 'vol2.img' is no number",
        "capacity=\"20\" | capacity=\"19\" | SIZE_MISMATCH | file 'vol2.img' has 20480 bytes, more"
            + " than the 19456 of its disk",
        "capacity=\"20\" | capacity=\"many\" | BAD_DESCRIPTOR | capacity of disk 'disk2', 'many' in"
            + " units of 'byte * 2^10', is no size",
        "2\\^10 | 2^99 | BAD_DESCRIPTOR | is no size",
        "byte . 2\\^10 | bits | BAD_DESCRIPTOR | in units of 'bits', is no size",
        "href=\"vol2.img\" | href=\"../vol2.img\" | UNSAFE_MEMBER | refers to '../vol2.img', which"
            + " leads out",
        "href=\"vol2.img\" | href=\"/etc/passwd\" | UNSAFE_MEMBER | leads out of the package",
        "href=\"vol2.img\" | href=\"%2e%2e/x\" | UNSAFE_MEMBER | refers to '../x', which leads out",
        "href=\"vol2.img\" | href=\"http://x/y\" | UNSUPPORTED | lies outside of the package",
        "href=\"vol2.img\" | href=\"\" | BAD_DESCRIPTOR | file 'file2' has no href",
        "href=\"vol2.img\" | href=\"vol3.img\" | MISSING_FILE | file 'vol3.img', which the OVF"
            + " descriptor refers to",
        "id=\"file2\" | xd=\"file2\" | BAD_DESCRIPTOR | a file has no id",
        "diskId=\"disk2\" | x=\"y\" | BAD_DESCRIPTOR | a disk has no diskId",
        "id=\"file2\" | id=\"file2\" compression=\"lzma\" | UNSUPPORTED | file 'vol2.img' is"
            + " compressed by 'lzma'",
        "id=\"file2\" | id=\"file2\" chunkSize=\"100\" | MISSING_FILE | file 'vol2.img.000000000',"
            + " which the OVF descriptor refers to",
        "id=\"file2\" | id=\"file2\" chunkSize=\"0\" | BAD_DESCRIPTOR | the chunk size of file"
            + " 'vol2.img' is no size",
        "id=\"file2\" | id=\"file2\" chunkSize=\"-1\" | BAD_DESCRIPTOR | the chunk size of file"
            + " 'vol2.img' is no size",
        "diskId=\"disk2\" | diskId=\"disk2\" parentRef=\"disk1\" | UNSUPPORTED | disk 'disk2'"
            + " builds on another disk",
      })
  void descriptorsThatDoNotFit(String pattern, String with, Fault fault, String text) {
    refused(Packing.POWERVC.replaceAll(pattern.strip(), with.strip()), fault, text.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | BAD_MANIFEST | line 1 of the manifest is not of the form SHA256(file)= digest",
        "SHA256(vol1.img)= 00 | BAD_MANIFEST | line 1 of the manifest has a digest of the wrong"
            + " length",
        "SHA1(../x)= 0000000000000000000000000000000000000000 | BAD_MANIFEST | names a file"
            + " outside",
        "CRC32(vol1.img)= 00000000 | UNSUPPORTED | line 1 of the manifest uses CRC32, which can not"
            + " be verified here",
      })
  void manifests(String line, Fault fault, String text) {
    refused(Packing.POWERVC, line.strip() + "\n", fault, text.strip());
  }

  @Test
  void aManifestThatContradictsItself() {
    String line = "SHA1(a)= %040d%n";
    refused(
        Packing.POWERVC,
        line.formatted(1) + "\r\n" + line.formatted(1) + line.formatted(2),
        Fault.BAD_MANIFEST,
        "line 4 of the manifest gives 'a' a second digest");
  }

  private static void refused(
      String descriptor, @org.jspecify.annotations.Nullable Fault fault, String text) {
    refused(descriptor, "", fault, text);
  }

  private static void refused(
      String descriptor,
      String manifest,
      @org.jspecify.annotations.Nullable Fault fault,
      String text) {
    byte[] ovf = descriptor.getBytes(StandardCharsets.UTF_8);
    byte[] mf = manifest.getBytes(StandardCharsets.UTF_8);
    byte[] ova =
        Packing.rawTar(
            Packing.header("image.ovf", ovf.length, '0'),
            ovf,
            Packing.header("image.mf", mf.length, '0'),
            mf,
            Packing.header("vol1.img", 10_000, '0'),
            new byte[10_000],
            Packing.header("vol2.img", 20_480, '0'),
            new byte[20_480]);
    Refusal.check(
        () -> new OvaInspector(OvaLimits.DEFAULT).inspect(Packing.memory(ova)), fault, text);
  }
}
