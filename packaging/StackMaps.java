import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.ConstantPoolSharingOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar the maps of their stacks, which classes of Java 5 do not have yet:
 * {@code java StackMaps.java JAR}. Java keeps no class without them in its caches, and so reads and
 * verifies it at each start. What the classes do stays the same; equal jars become equal jars.
 */
public final class StackMaps {
  /** Of the first version in which every class has them. */
  private static final int JAVA_7 = 51;

  private StackMaps() {}

  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path part = Path.of(args[0] + ".part");
    try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        var from = new ZipFile(jar.toFile());
        var to = new ZipOutputStream(Files.newOutputStream(part))) {
      ClassFile classes =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ConstantPoolSharingOption.NEW_POOL,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(loader)
                      .orElse(ClassHierarchyResolver.defaultResolver())
                      .cached()));
      for (ZipEntry entry : from.stream().toList()) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        var kept = new ZipEntry(entry.getName());
        kept.setTimeLocal(entry.getTimeLocal());
        to.putNextEntry(kept);
        to.write(entry.getName().endsWith(".class") ? withMaps(classes, bytes) : bytes);
        to.closeEntry();
      }
    }
    Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static byte[] withMaps(ClassFile classes, byte[] bytes) {
    ClassModel model = classes.parse(bytes);
    if (model.majorVersion() >= JAVA_7) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(JAVA_7, 0);
          } else {
            builder.with(element);
          }
        };
    return classes.transformClass(
        model,
        ClassTransform.transformingMethodBodies((builder, element) -> builder.with(element))
            .andThen(version));
  }
}
