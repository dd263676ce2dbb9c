using System.Net;

namespace WhatsAppKit.Core.Media.Transfer;

/// <summary>Sends requests to media hosts, and follows redirects only where they stay on the same host.</summary>
internal sealed class MediaHttp(HttpMessageInvoker http)
{
    private const int MaxRedirects = 5;
    private const string Origin = "https://web.whatsapp.com";

    /// <summary>Sends what <paramref name="make"/> shapes and returns when the headers of the answer are there.</summary>
    /// <exception cref="BrokenTransferException">The host could not be reached, or sends elsewhere.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri address, Func<HttpRequestMessage> make, StallGuard guard)
    {
        for (var redirects = 0; ; redirects++)
        {
            var response = await SendOnceAsync(address, make, guard).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }

            Uri.TryCreate(address, response.Headers.Location, out var target);
            response.Dispose();
            address = redirects < MaxRedirects && target?.Scheme == Uri.UriSchemeHttps && target.Authority == address.Authority
                ? target
                : throw new BrokenTransferException("The host redirects to another one, or in a circle.");
        }
    }

    /// <summary>Runs a step that waits for the network, and tells its failures from those of the caller.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> step, StallGuard guard)
    {
        try
        {
            var result = await step().ConfigureAwait(false);
            guard.Moved();
            return result;
        }
        catch (OperationCanceledException error) when (guard.HasStalled)
        {
            throw new BrokenTransferException("The transfer stood still.", error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new BrokenTransferException("The transfer broke.", error);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(Uri address, Func<HttpRequestMessage> make, StallGuard guard)
    {
        using var request = make();
        request.RequestUri = address;
        request.Headers.Add("Origin", Origin);
        request.Headers.Referrer = new Uri(Origin + "/");
        return await GuardAsync(() => http.SendAsync(request, guard.Token), guard).ConfigureAwait(false);
    }
}
