namespace WhatsAppKit.AspNetCore.Hosting;

/// <summary>What is told of the gateway's health.</summary>
public sealed class HealthOptions
{
    /// <summary>
    /// Whether <c>/health</c> tells everybody how each dependency is. Default: false, and then it takes the operator's key; whether the
    /// gateway is ready everybody may ask.
    /// </summary>
    public bool ShowDetails { get; set; }
}

/// <summary>How metrics are told.</summary>
public sealed class MetricsOptions
{
    /// <summary>Whether metrics are collected and served. Exporters of the application's own need no more than the meter <c>WhatsAppKit</c>. Default: true.</summary>
    public bool IsServed { get; set; } = true;

    /// <summary>Where they are served, below the gateway's prefix. Default: <c>/metrics</c>.</summary>
    public string Path { get; set; } = "/metrics";

    /// <summary>Whether everybody may read them. Default: false, and then it takes the operator's key.</summary>
    public bool IsOpen { get; set; }
}
