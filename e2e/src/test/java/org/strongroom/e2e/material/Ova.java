package org.strongroom.e2e.material;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An OVA as tar, virt-v2v and qemu-img see it. */
public record Ova(Path file) {

  /** What {@code virt-v2v --print-source} makes of it, which has to end well. */
  public String source() {
    return Programs.run("virt-v2v", "-i", "ova", file.toString(), "--print-source");
  }

  /** Names of its members in their order. */
  public List<String> members() {
    return Programs.run("tar", "-tf", file.toString()).lines().toList();
  }

  /** The disks in their order, unpacked into a directory. */
  public List<Path> disks(Path directory) {
    Programs.run("tar", "-xf", file.toString(), "-C", directory.toString());
    return members().stream()
        .filter(name -> name.endsWith(".img"))
        .map(directory::resolve)
        .toList();
  }

  /** {@code qemu-img info} of a disk. */
  public static JsonNode info(Path disk) {
    return JsonMapper.shared()
        .readTree(Programs.run("qemu-img", "info", "--output=json", disk.toString()));
  }
}
