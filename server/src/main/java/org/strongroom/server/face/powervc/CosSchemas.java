package org.strongroom.server.face.powervc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.strongroom.server.face.openstack.Attribute;
import org.strongroom.server.face.openstack.Attributes;
import org.strongroom.server.face.openstack.BodySchema;

/** What may be sent about a bucket: with an IBM Cloud API key, or with access key and secret. */
final class CosSchemas {
  private static final String CREDENTIALS = "credentials";
  private static final String ACCESS_KEY = "access_key_id";

  static final BodySchema REGISTER =
      BodySchema.of(
          "cos",
          Attribute.text("name", 255).asRequired(),
          Attribute.text("type", 32),
          Attribute.text("bucket_name", 255).asRequired(),
          credentials(Attribute.text("cos_endpoint", 2048).asRequired()).asRequired());

  static final BodySchema UPDATE =
      BodySchema.of(
          "cos",
          Attribute.text("name", 255),
          Attribute.text("bucket_name", 255),
          credentials(Attribute.text("cos_endpoint", 2048)));

  private static final Map<String, String> OUTER =
      Map.of("name", "name", "type", "type", "bucket_name", "bucketName");

  private static final Map<String, String> INNER =
      Map.of(
          "cos_endpoint",
          "endpoint",
          "cos_api_key_id",
          "apiKey",
          "cos_auth_endpoint",
          "authEndpoint",
          "cos_resource_crn",
          "resourceCrn",
          ACCESS_KEY,
          "accessKey",
          "secret_access_key",
          "secretKey",
          "region",
          "region");

  private CosSchemas() {}

  private static Attribute credentials(Attribute endpoint) {
    return Attribute.object(
        CREDENTIALS,
        endpoint,
        Attribute.text("cos_api_key_id", 1024),
        Attribute.text("cos_auth_endpoint", 2048),
        Attribute.text("cos_resource_crn", 2048),
        Attribute.text(ACCESS_KEY, 255),
        Attribute.text("secret_access_key", 1024),
        Attribute.text("region", 64));
  }

  /** What was sent, under the names of the operations' parameters. */
  static Map<String, @Nullable Object> parameters(Attributes sent) {
    Map<String, @Nullable Object> parameters = new HashMap<>();
    put(OUTER, sent, parameters);
    put(INNER, sent.object(CREDENTIALS), parameters);
    return parameters;
  }

  private static void put(
      Map<String, String> names, Attributes sent, Map<String, @Nullable Object> parameters) {
    names.forEach((attribute, parameter) -> {
      if (sent.has(attribute)) {
        parameters.put(parameter, sent.get(attribute));
      }
    });
  }

  /** The type if none is sent: the documented one, unless access keys tell otherwise. */
  static String usualType(Attributes sent) {
    return sent.object(CREDENTIALS).has(ACCESS_KEY) ? "s3" : "ibm_cos";
  }
}
