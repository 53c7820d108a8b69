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

  /**
   * Makes the rings of a directory that has none, and serves: each {@code kind=port} in a process
   * of its own. Loading Swift takes longer than all of that, and is done once.
   *
   * <p>Swift reads its cluster's settings from {@code /etc/swift} alone unless it is told so.
   */
  static String launcher() {
    return """
    import os, signal, sys
    from swift.common import utils
    directory = sys.argv[1]
    ports = dict(argument.split('=') for argument in sys.argv[2:])
    utils.SWIFT_CONF_FILE = directory + '/swift.conf'
    from swift.common.ring import RingBuilder
    from swift.common.wsgi import run_wsgi
    import swift.account.server, swift.container.server, swift.obj.server

    def make_ring(kind, port):
        ring = '%s/%s.ring.gz' % (directory, kind)
        if os.path.exists(ring):
            return
        builder = RingBuilder(1, 1, 1)
        builder.add_dev({
            'region': 1, 'zone': 1, 'device': 'disk', 'weight': 1, 'meta': '',
            'ip': '127.0.0.1', 'port': int(port),
            'replication_ip': '127.0.0.1', 'replication_port': int(port)})
        builder.rebalance()
        builder.get_ring().save(ring)

    def serve(kind):
        child = os.fork()
        if not child:
            conf = '%s/%s.conf' % (directory, kind)
            os._exit(run_wsgi(conf, kind + '-server', verbose=True) or 0)
        return child

    for kind, port in ports.items():
        if kind != 'proxy':
            make_ring(kind, port)
    children = [serve(kind) for kind in ports]
    ended, status = os.wait()
    for child in children:
        if child != ended:
            os.kill(child, signal.SIGKILL)
    sys.exit('a server ended: %s' % status)
    """;
  }

  /**
   * What memcached does otherwise, within the one proxy: tempauth keeps its tokens there. Those
   * that are older than the file {@code expired} are not valid any more.
   */
  static String memoryCache() {
    return """
    import json, os, time

    class MemoryCache(object):
        def __init__(self, directory):
            self.expired = os.path.join(directory, 'expired')
            self.kept = {}

        def set(self, key, value, time=0, **ignored):
            self.kept[key] = (now(), time, json.dumps(value))

        def get(self, key, **ignored):
            made, life, value = self.kept.get(key, (0, 0, None))
            if value is None or (life and made + life < now()):
                return None
            if '/token/' in key or '/user/' in key:
                try:
                    if os.stat(self.expired).st_mtime > made:
                        return None
                except OSError:
                    pass
            return json.loads(value)

        def delete(self, key, **ignored):
            self.kept.pop(key, None)

        def set_multi(self, mapping, server_key, **ignored):
            for key, value in mapping.items():
                self.set(key, value, **ignored)

        def get_multi(self, keys, server_key, **ignored):
            return [self.get(key) for key in keys]

        def incr(self, key, delta=1, **ignored):
            value = max(0, (self.get(key) or 0) + delta)
            self.set(key, value)
            return value

        decr = incr

    def now():
        return time.time()

    def filter_factory(settings, **more):
        cache = MemoryCache(settings['swift_dir'])

        def make(app):
            def serve(env, start_response):
                env['swift.cache'] = cache
                return app(env, start_response)
            return serve
        return make
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
        pipeline = catch_errors proxy-logging cache s3api tempauth copy container-quotas account-quotas slo proxy-logging proxy-server

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

        [filter:cache]
        paste.filter_factory = memory_cache:filter_factory

        [filter:copy]
        use = egg:swift#copy

        [filter:container-quotas]
        use = egg:swift#container_quotas

        [filter:account-quotas]
        use = egg:swift#account_quotas

        [filter:s3api]
        use = egg:swift#s3api
        location = us-east-1
        max_bucket_listing = 100

        [filter:tempauth]
        use = egg:swift#tempauth
        user_test_owner = %1$s .admin
        user_test_operator = %1$s .reseller_admin
        user_test_reader = %2$s

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
