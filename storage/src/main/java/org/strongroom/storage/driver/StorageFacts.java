package org.strongroom.storage.driver;

import java.util.Optional;
import java.util.Set;

/**
 * What a connect finds out about a storage.
 *
 * @param rootPath the root's resolved absolute path on its host
 * @param home the home of the account that logs in, resolved and absolute; empty without a log-in
 * @param hostName the short host name that the host reports, if it can be asked
 * @param hostKey the host key that was negotiated; empty for storages without SSH
 * @param fileSystemId names the file system under the root within its host, so that storages on one
 *     file system can be told; empty if it cannot be known
 * @param tools programs found on the host that make work cheaper, such as {@code openssl}; empty
 *     without a shell
 */
public record StorageFacts(
    String rootPath,
    Optional<String> home,
    Optional<String> hostName,
    Optional<HostKey> hostKey,
    Optional<String> fileSystemId,
    Set<String> tools,
    Capacity capacity) {}
