using System.Runtime.Versioning;

// Signals, Unix sockets, setsid and file modes: this executable runs the system on Linux only.
[assembly: UnsupportedOSPlatform("windows")]
