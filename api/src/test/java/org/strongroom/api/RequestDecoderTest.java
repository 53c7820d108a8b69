package org.strongroom.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.strongroom.api.Operation.HttpMethod;

class RequestDecoderTest {
  @Operation(summary = "Tries everything.", method = HttpMethod.POST, path = "/all")
  record TryAll(
      @Parameter(value = "what to call it", required = true, maxLength = 5) String name,
      @Parameter("more") @Nullable String description,
      @Parameter(value = "port", min = 1, max = 65535, defaultValue = "22") int port,
      @Parameter(value = "size", min = 0) @Nullable Long size,
      @Parameter(value = "whether", defaultValue = "true") boolean whether,
      @Parameter("perhaps") @Nullable Boolean perhaps,
      @Parameter(
              value = "mode",
              choices = {"Permissive", "Enforcing"},
              defaultValue = "Permissive")
          String mode,
      @Parameter(value = "password", maxLength = 8, secret = true) @Nullable String password,
      @Parameter("its zone") @Nullable String zoneUuid,
      @Parameter("uuids") List<String> imageUuids,
      @Parameter("anything") Map<String, Object> extra,
      Inner inner)
      implements Request<EmptyReply> {}

  record Inner(@Parameter("inside") @Nullable String inside) {}

  private static final OperationModel MODEL = OperationModel.of(TryAll.class);

  private static TryAll decode(Object... namesAndValues) {
    Map<String, Object> values = new HashMap<>();
    values.put("name", "a");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return (TryAll) RequestDecoder.decode(MODEL, values);
  }

  @Test
  void blanksRoundATextAreNoPartOfItButOfAPassword() {
    assertThat(decode("name", " a ").name()).isEqualTo("a");
    assertThat(decode("password", " a ").password()).isEqualTo(" a ");
  }

  @Test
  void whatIsNotSentHasItsDefault() {
    TryAll request = decode();
    assertThat(request)
        .isEqualTo(
            new TryAll(
                "a",
                null,
                22,
                null,
                true,
                null,
                "Permissive",
                null,
                null,
                List.of(),
                Map.of(),
                new Inner(null)));
  }

  @Test
  void nullIsAsIfNotSent() {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("name", "a");
    for (ParameterModel parameter : MODEL.parameters()) {
      values.putIfAbsent(parameter.name(), null);
    }
    assertThat(RequestDecoder.decode(MODEL, values)).isEqualTo(decode());
  }

  @Test
  void unknownNamesArePassedOver() {
    assertThat(decode("colour", "red")).isEqualTo(decode());
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of("name", " b ", "b"),
        Arguments.of("name", "äöü区域", "äöü区域"),
        Arguments.of("name", 5, "5"),
        Arguments.of("description", "", ""),
        Arguments.of("port", "80", 80),
        Arguments.of("port", 65_535, 65_535),
        Arguments.of("port", 1L, 1),
        Arguments.of("port", "", 22),
        Arguments.of("port", 80.0, 80),
        Arguments.of("size", "9000000000", 9_000_000_000L),
        Arguments.of("size", 0, 0L),
        Arguments.of("whether", "FALSE", false),
        Arguments.of("whether", false, false),
        Arguments.of("perhaps", "true", true),
        Arguments.of("mode", "enforcing", "Enforcing"),
        Arguments.of("mode", " ENFORCING ", "Enforcing"),
        Arguments.of("mode", "", "Permissive"),
        Arguments.of("mode", " ", "Permissive"),
        Arguments.of(
            "zoneUuid", "3F2A1B0C-9D8E-4F70-A1B2-C3D4E5F60718", "3f2a1b0c9d8e4f70a1b2c3d4e5f60718"),
        Arguments.of(
            "description",
            "3F2A1B0C-9D8E-4F70-A1B2-C3D4E5F60718",
            "3F2A1B0C-9D8E-4F70-A1B2-C3D4E5F60718"),
        Arguments.of("imageUuids", List.of(" a ", "b"), List.of("a", "b")),
        Arguments.of("description", "\ud83d\ude00", "\ud83d\ude00"),
        Arguments.of("name", "😀".repeat(5), "😀".repeat(5)),
        Arguments.of("imageUuids", "a", List.of("a")),
        Arguments.of("imageUuids", List.of(), List.of()),
        Arguments.of("extra", Map.of("a", 1), Map.of("a", 1)),
        Arguments.of("inside", "x", new Inner("x")));
  }

  @ParameterizedTest
  @MethodSource("good")
  void takes(String name, Object sent, Object taken) throws ReflectiveOperationException {
    TryAll request = decode(name, sent);
    String component = name.equals("inside") ? "inner" : name;
    assertThat(TryAll.class.getDeclaredMethod(component).invoke(request)).isEqualTo(taken);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("name", "", "is required: what to call it"),
        Arguments.of("name", "   ", "is required: what to call it"),
        Arguments.of("name", "123456", "has 6 characters; at most 5 are allowed"),
        Arguments.of(
            "name",
            "😀".repeat(6),
            "has 6 characters (Unicode code points); at most 5 are allowed"),
        Arguments.of("name", "a\0b", "holds a NUL character"),
        Arguments.of("name", "a\ud83d", "holds half of a surrogate pair"),
        Arguments.of("name", "\ude00", "holds half of a surrogate pair"),
        Arguments.of("port", "8\0", "holds a NUL character"),
        Arguments.of("whether", "\0", "holds a NUL character"),
        Arguments.of("mode", "\ud800", "holds half of a surrogate pair"),
        Arguments.of("imageUuids", List.of("a", "\0"), "holds a NUL character"),
        Arguments.of("name", List.of("a"), "has to be a text"),
        Arguments.of("name", Map.of(), "has to be a text"),
        Arguments.of("port", "eighty", "has to be a whole number, not 'eighty'"),
        Arguments.of("port", "8.5", "has to be a whole number, not '8.5'"),
        Arguments.of("port", 1e30, "has to be a whole number"),
        Arguments.of("port", Double.NaN, "has to be a whole number"),
        Arguments.of("port", 8.5, "has to be a whole number, not '8.5'"),
        Arguments.of("port", true, "has to be a whole number"),
        Arguments.of("port", 0, "has to be from 1 to 65535, not '0'"),
        Arguments.of("port", 65_536, "has to be from 1 to 65535, not '65536'"),
        Arguments.of("port", "99999999999999999999", "has to be a whole number"),
        Arguments.of("size", -1, "has to be at least 0, not '-1'"),
        Arguments.of("whether", "yes", "has to be true or false, not 'yes'"),
        Arguments.of("whether", 1, "has to be true or false, not '1'"),
        Arguments.of("mode", "Maybe", "has to be one of Permissive, Enforcing, not 'Maybe'"),
        Arguments.of("imageUuids", List.of(List.of()), "has to be a text"),
        Arguments.of("imageUuids", Arrays.asList("a", null), "has to be a text"),
        Arguments.of("extra", "text", "has to be a map of names to values"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(String name, Object sent, String why) {
    assertThatThrownBy(() -> decode(name, sent))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.is(ErrorCode.INVALID_ARGUMENT)).isTrue())
        .hasMessageContaining("parameter '" + name + "' of TryAll " + why);
  }

  @Test
  void anOperationIsFoundByItsMessage() {
    assertThat(OperationModel.nameIn("AddImage")).isEqualTo("AddImage");
    assertThat(OperationModel.nameIn("APIAddImageMsg")).isEqualTo("AddImage");
    assertThat(OperationModel.nameIn("org.zstack.header.image.APIAddImageMsg"))
        .isEqualTo("AddImage");
    assertThat(OperationModel.nameIn("apiaddimagemsg")).isEqualTo("addimage");
    assertThat(OperationModel.nameIn("APIAdd%Msg")).isEqualTo("APIAdd%Msg");
    assertThat(OperationModel.nameIn("%APIAddImageMsg%")).isEqualTo("%AddImage%");
    assertThat(OperationModel.nameIn("CancelApiJob")).isEqualTo("CancelApiJob");
  }

  @Test
  void aSecretIsNotRepeated() {
    assertThatThrownBy(() -> decode("password", "canary123"))
        .hasMessageContaining("password")
        .hasMessageNotContaining("canary");
  }

  @Test
  void longValuesAreShortenedInMessages() {
    assertThatThrownBy(() -> decode("port", "9".repeat(10_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }
}
