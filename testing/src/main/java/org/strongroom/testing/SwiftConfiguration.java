package org.strongroom.testing;

import java.nio.file.Path;

/** What Swift's servers read at their start. */
final class SwiftConfiguration {
  private SwiftConfiguration() {}

  static String cluster() {
    return """
    [swift-hash]
    swift_hash_path_prefix = test
    swift_hash_path_suffix = test

    [storage-policy:0]
    name = only
    default = yes
    """;
  }

  /** Swift reads its cluster's settings from {@code /etc/swift} alone unless it is told so. */
  static String launcher() {
    return """
    import sys
    from swift.common import utils
    directory, kind = sys.argv[1:]
    utils.SWIFT_CONF_FILE = directory + '/swift.conf'
    from swift.common.wsgi import run_wsgi
    sys.exit(run_wsgi('%s/%s.conf' % (directory, kind), kind + '-server', verbose=True))
    """;
  }

  /** An account, container or object server. */
  static String keeper(String kind, int port, Path directory) {
    return server(port, directory)
        + """
        devices = %s/devices
        mount_check = false
        container_update_timeout = 60

        [pipeline:main]
        pipeline = %2$s-server

        [app:%2$s-server]
        use = egg:swift#%2$s
        """
            .formatted(directory, kind);
  }

  static String proxy(int port, Path directory, String secret, String otherSecret) {
    return server(port, directory)
        + """

        [pipeline:main]
        pipeline = catch_errors proxy-logging cache s3api tempauth slo proxy-logging proxy-server

        [app:proxy-server]
        use = egg:swift#proxy
        allow_account_management = true
        account_autocreate = true
        conn_timeout = 20
        node_timeout = 60
        recoverable_node_timeout = 60

        [filter:catch_errors]
        use = egg:swift#catch_errors

        [filter:proxy-logging]
        use = egg:swift#proxy_logging

        # tempauth wants a cache to be configured, and can do without it.
        [filter:cache]
        use = egg:swift#memcache
        memcache_servers = 127.0.0.1:1
        connect_timeout = 0.01
        error_suppression_limit = 0
        error_suppression_interval = 3600

        [filter:s3api]
        use = egg:swift#s3api
        location = us-east-1
        max_bucket_listing = 100

        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_owner = %s .admin
        user_test_reader = %s

        [filter:slo]
        use = egg:swift#slo
        """
            .formatted(secret, otherSecret);
  }

  private static String server(int port, Path directory) {
    return """
    [DEFAULT]
    bind_ip = 127.0.0.1
    bind_port = %d
    workers = 0
    user = %s
    swift_dir = %s
    conn_timeout = 20
    node_timeout = 60
    """
        .formatted(port, System.getProperty("user.name"), directory);
  }
}
