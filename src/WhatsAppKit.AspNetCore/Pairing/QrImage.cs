using System.Text;
using QRCoder;

namespace WhatsAppKit.AspNetCore.Pairing;

/// <summary>Draws a QR code.</summary>
internal static class QrImage
{
    private const int PixelsPerModule = 6;

    public static byte[] Png(string text)
    {
        using var data = Data(text);
        using var png = new PngByteQRCode(data);
        return png.GetGraphic(PixelsPerModule);
    }

    public static byte[] Svg(string text)
    {
        using var data = Data(text);
        using var svg = new SvgQRCode(data);
        return Encoding.UTF8.GetBytes(svg.GetGraphic(PixelsPerModule));
    }

    private static QRCodeData Data(string text)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
    }
}
